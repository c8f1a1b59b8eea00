## Commands and the ways in
start =
    👋 I repaint photos. Send me any photo to begin.

    ⚡ <b>Fast styles</b>: seconds
    🎨 <b>Your own style</b>: send one or several pictures whose style I should take; about a minute

    Our copies of your pictures are deleted after { $hours } h; Telegram keeps what is in this chat.
help =
    Send a photo, or a picture as a file, then choose:

    ⚡ <b>Fast styles</b> are networks that learnt one style each: a few seconds.
    🎨 <b>My own style</b> takes the style from pictures that you send, up to four, each with its weight. ✅ <b>Run</b> paints with care; ⚡ <b>Run fast</b>, where it is offered, in seconds.
    🎚 The strength and 🎨 whose colours it has, the style's or your photo's, are yours to choose.

    The painting has exactly the size of your photo. A picture sent as a file comes back as a file.
    /cancel forgets a choice in progress; a queued picture has its own ✖️ button.
cancelled-draft = ✖️ All right, forgotten. Send a photo whenever you like.
nothing-to-cancel = There is nothing to cancel here. Send me a photo to begin.
hint = I understand photos and buttons. Send me a photo to begin, or /help.
hint-style = Send the picture whose style I should take, or press ✖️ Cancel on the card above.
unknown-command = I don't know this command. Send me a photo to begin, or /help.
notice-away = ⏳ I have your message and will start as soon as I can.
broken = 😕 Something went wrong on my side. Please try that again.

## Files that are no pictures
not-an-image = This file is not a picture that I can read. Send a photo, or a JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP or GIF file.
too-big-to-fetch = This file has { $megabytes } MB; Telegram lets bots fetch 20 MB at most. Send it as a photo, or make it smaller.

## The card
card = 📷 { $size }. What shall I do?
card-unknown-size = 📷 Got it. What shall I do?
gone = 😴 I fell asleep and forgot our draft; running jobs are safe. Send the photo again.
not-your-card = Only the author of the photo can use these buttons.
too-old = This button is too old.
not-so-fast = Not so fast, please 🙂
at-it-already = I'm at it already 🙂
updating = I'm being updated. Please try again in a minute.
closed = ✖️ Closed. Send another photo whenever you like.
choose-fast = ⚡ Choose a style:
choose-gallery = 🖼 Choose one or several styles to mix, or send your own pictures:
no-fast = No fast style is ready at the moment: no worker is there. Please try again in a minute.
send-style = 🎨 Send the picture whose style I should take (one or several, also as an album), or pick from the gallery.
mix = 🎨 Styles: { $styles }. Send more (up to 4), or:
mix-full = 🎨 Styles: { $styles }. Four is the most; remove one to take another.
style-away = 🖼 No worker has the style { $style } at the moment. Please try again in a minute, or choose another.
own-picture = your picture
own-picture-numbered = picture { $number }

button-fast = ⚡ Fast styles · { $time }
button-own = 🎨 My own style · { $time }
button-gallery = 🖼 Gallery
button-strength = 🎚 Strength { $percent } %
button-style-colours = 🎨 Style colours
button-own-colours = 🎨 My colours
button-blend = ◧ Blend
button-split = ◨ Split left-right
button-back = ⬅️ Back
button-close = ✖️ Close
button-cancel = ✖️ Cancel
button-stop = ⏹ Stop and keep
button-run = ✅ Run · { $time }
button-run-fast = ⚡ Run fast · { $time }
button-more = ➕
button-less = ➖
button-remove = 🗑
button-again = 🔁 Again
button-try-again = 🔁 Try again
button-other = 🖌 Other style
button-file = 📄 Original file
button-send-again = 🔁 Send again

## Time
seconds = { $seconds } s
minutes = { $minutes } min
minutes-seconds = { $minutes } min { $seconds } s
about = ~{ $time }
between = { $low } to { $high }

## The status
queued = ⏳ In the queue: <b>{ $place }</b> of { $of } · { $time } · { $styles } · #{ $label }
held = ⏸ You already have { $limit ->
        [one] { $limit } picture
       *[other] { $limit } pictures
    } waiting. I'll take this one when one of them is done. · { $styles } · #{ $label }
refused = You have { $limit ->
        [one] { $limit } picture
       *[other] { $limit } pictures
    } in hand and { $held } more waiting. Please let some of them finish first.
full = I'm very busy ({ $waiting } waiting, { $time }). Fast styles are free right now:
full-everywhere = I'm very busy ({ $waiting } waiting, { $time }). Please try again a little later.
painting = 🎨 Painting { $bar } { $percent } % · { $styles } · #{ $label }
painting-left = 🎨 Painting { $bar } { $percent } % · ~{ $time } left · { $styles } · #{ $label }
done = ✅ { $styles } · { $painter } · { $size }, same as your photo · painted in { $painted } (waited { $waited })
done-strength = ✅ { $styles } · { $painter } · strength { $percent } % · { $size }, same as your photo · painted in { $painted } (waited { $waited })
enlarged = Painted at { $side } px and enlarged.
stopped-early = ⏹ Stopped at { $percent } %.
ready = ✅ Ready
in-doubt = I sent your picture, but Telegram did not say whether it arrived. (#{ $label })
cancelled = ✖️ Cancelled. #{ $label }
stopping = ⏹ Stopping…
keeping = ⏹ Stopping, I'll keep what is there…
not-begun = Nothing is painted yet that I could keep. ✖️ Cancel takes it out of the queue.
cancel-not-yours = Only the author can cancel this.
cancel-too-late = Too late: it is ready 🙂
cancel-gone = This picture is no longer in the queue.
file-expired = The file is gone: kept files are deleted after { $hours } h. Press 🔁 Again for a new one.

## Failures
failed = 😕 { $reason } (#{ $label })
reason-not_a_picture = I could not read this as a picture. Send a photo, or a JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP or GIF file.
reason-broken_picture = The picture is damaged or incomplete. Please send it once more.
reason-truncated = The picture is damaged or incomplete. Please send it once more.
reason-too_many_pixels = The picture has more pixels than I can take. Send it as a photo, or make it smaller.
reason-too_large = The file is over 20 MB, the most that Telegram lets bots fetch. Send it as a photo, or make it smaller.
reason-too_hard = Opening this picture takes more time or memory than I may spend. Send it as a photo, or save it anew in another format.
reason-file_gone = Telegram no longer has this picture. Please send it once more.
reason-out_of_memory = The picture is too large for this machine. Please send a smaller one.
reason-deadline = Painting took far too long, so I stopped it.
reason-lost = It didn't work, although I tried three times.
reason-style_gone = This style has been taken out of the gallery. Please choose another.
reason-broken = It didn't work, although I tried three times.
reason-expired = The painting was ready, but Telegram could not be reached for a day and it was deleted.
reason-refused = Telegram did not take the finished picture. Please try again.
reason-away = For a whole day Telegram did not hand me the picture. Please send it once more.
reason-no_room = I painted it, but could not keep it: there was no room for the result. Please try again later.
reason-no_weights = This style cannot be painted here at the moment: some of its files are missing or damaged. Please choose another.
