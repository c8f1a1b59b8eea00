## The card
card = 📷 { $size }. What shall I do?
card-unknown-size = 📷 Got it. What shall I do?
card-smaller = 📷 { $size } → { $smaller }. What shall I do?
card-at-most = 📐 { $side } px at most: a smaller picture keeps its size.
card-clip = 🎞 { $size }. Moving pictures are painted in fast styles only. Which one?
card-sticker = 🎞 { $size }. Stickers are painted in fast styles only. Which one?
card-styles = 🎨 Chosen:
gone = 😴 I fell asleep and forgot our draft; running jobs are safe. Send the photo again.
not-your-card = These buttons work only for whoever called me. Answer the photo with /gan or /style for a card of your own.
too-old = This button is too old.
not-so-fast = Not so fast, please 🙂
at-it-already = I'm at it already 🙂
updating = I'm being updated. Please try again in a minute.
closed = ✖️ Closed. Send another photo whenever you like.
choose-fast = ⚡ Choose a style:
choose-gallery = 🖼 Choose one or several styles to mix, or send your own pictures:
choose-several = 🖼 Tick up to 4 styles to mix, then press ✅:
choose-full = 🖼 Four is the most. Untick one to take another, or press ✅:
tile = { $number } · { $title }
choose-mine = ⭐ Your saved styles. Press one to use it:
none-saved = ⭐ You have no saved styles yet. Press ⭐ Save style below a picture that you like, and its style waits here.
no-fast = No fast style is ready at the moment. Please try again in a minute.
no-such-style = This style is not here at the moment. Please choose another.
send-style = 🎨 Send the picture whose style I should take (one or several, also as an album), or pick from the gallery.
send-style-group = 🎨 Answer this message with the picture whose style I should take (one or several, also as an album), or pick from the gallery.
mix-styles = 🎨 Styles:
mix-part = <b>{ $name } { $share } %</b>
mix-only = <b>{ $name }</b>
mix-more = Send more (up to 4), or:
mix-more-group = Answer this message with more (up to 4), or:
mix-full = Four is the most; remove one to take another.
mix-album = 📷 I paint the first photo; the others are its styles.{ $group ->
        [0] {" "}To have each painted, send them one by one.
       *[other] {""}
    }
mix-swapped = 🔁 Swapped: your own picture is the photo now, and the photo is a style.
mix-nobody = Moving pictures and stickers cannot be painted in these at the moment. Please press ⬅️ Back and choose a fast style.
style-away = 🖼 { $style } cannot be painted here at the moment. Please try again in a minute, or choose another.
own-picture = your picture
own-picture-numbered = { $number ->
        [1] 1st
        [2] 2nd
        [3] 3rd
       *[other] { $number }th
    } picture
ask-strength = 🎚 How strong should the style be? Press a number, or type any from 0 to 100.
ask-strength-group = 🎚 How strong should the style be? Press a number, or answer this message with any from 0 to 100.
ask-size = 📐 How large should the painting be, on its longer side?
comes-as-file = You sent a file, so it comes back as a file.
smaller-stays = A smaller picture keeps its size.
choose-pair = 🐴 What shall your photo become? ⇄ turns a pair round.
try-still = ⚡ Only photos can be tried in all styles at once. Choose one for this:
no-others = These are all the styles that there are at the moment.
ordering = 🖌 { $styles }…
sending-all = 📦 { $count ->
        [one] One picture
       *[other] { $count } pictures, each in a message of its own
    }: I'm at it.
sent-all = 📦 { $taken ->
        [one] { $taken } picture
       *[other] { $taken } pictures
    } of { $all } on the way.

## What suits which translation
advice = 💡 Each of these knows one kind of picture well. Monet, Cézanne, Ukiyo-e and Van Gogh suit any landscape.
advice-summer2winter = 💡 Suits green landscapes by day: mountains, woods, lakes.
advice-winter2summer = 💡 Suits landscapes in snow: mountains, woods, lakes.
advice-horse2zebra = 💡 Suits brown horses in full view, on grass.
advice-zebra2horse = 💡 Suits zebras in full view, on grass.
advice-apple2orange = 💡 Suits red apples, close up.
advice-orange2apple = 💡 Suits whole oranges, close up.
advice-map2sat = 💡 Wants a street map, seen straight from above.
advice-sat2map = 💡 Wants a photo of a town from straight above.
advice-street2label = 💡 Wants a street as a driver sees it.
advice-label2street = 💡 Wants a street drawn in flat colours, one for each kind of thing.
advice-facade2label = 💡 Wants one flat house front, seen straight on.
advice-label2facade = 💡 Wants a house front drawn in flat colours: walls, windows, doors.

button-paint = ✅ Paint · { $time }
button-fast = ⚡ Fast styles · { $time }
button-own = 🎨 My own style · { $time }
button-gallery = 🖼 Gallery
button-pairs = 🐴 CycleGAN
button-try = ⚡×{ $number } Try all
button-strength = 🎚 Strength { $percent } %
button-original = 📐 Original size
button-side = 📐 { $side } px
button-as-photo = 🖼 As a photo
button-as-file = 📄 As a file
button-colours-style = 🎨 Style colours
button-colours-luminance = 🎨 My colours
button-colours-matched = 🎨 In tune with mine
button-blend = ◧ Blend
button-split = ◨ Split left-right
button-swap = 🔁 Swap photo and style
button-mine = ⭐ Mine
button-my-styles = ⭐ My styles
button-several = ➕ Mix several
button-mix = ✅ Mix ({ $number })
button-turn = ⇄
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
