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
