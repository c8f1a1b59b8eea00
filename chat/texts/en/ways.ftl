## Commands and the ways in
start =
    👋 I repaint photos. Send me any photo to begin, or start from a style.

    ⚡ <b>Fast styles</b>: seconds
    🎨 <b>Your own style</b>: send one or several pictures whose style I should take; about a minute{ $pairs ->
        [0] {""}
       *[other]
            {""}
            🐴 <b>CycleGAN</b>: summer ⇄ winter, horse ⇄ zebra, Monet…
    }

    Our copies of your pictures are deleted after { $hours } h; Telegram keeps what is in this chat. /privacy
help =
    { $group ->
        [0] Send a photo, a picture as a file, a sticker, a GIF or a short video, then choose:
       *[other] Answer any photo, picture file, sticker, GIF or short video here with /gan or /style, then choose:
    }

    ⚡ <b>Fast styles</b> were learnt beforehand. A usual photo takes { $fast } now.
    🎨 <b>My own style</b> takes the style from pictures that you send, up to four, each with its weight. Painted with care: { $slow } now; ⚡ <b>Run fast</b>, where it is offered, in seconds.{ $pairs ->
        [0] {""}
       *[other]
            {""}
            🐴 <b>CycleGAN</b> turns one thing into another: summer into winter, horses into zebras.
    }
    ⚡ <b>Try all</b> shows your photo in several styles at once, small, to pick from.

    In words: <code>/style wave 60</code> chooses a style, also in answer to a photo; a photo with the caption <code>/style</code> is a style; <code>/gan</code> tries all; <code>/nst</code> paints with the styles you sent.

    <b>Don't like it?</b> Too much: 🎚 −20, or answer the picture with <code>60</code>. Wrong colours: 🎨 Keep my colours. Blurred: send the photo as a file. Something else: 🖌 Other style, or mix two.

    The painting has exactly the size of your photo. A picture sent as a file comes back as a file. /cancel forgets a choice in progress; a picture in the queue has its own ✖️ button.
introduction = 👋 I repaint photos. Answer any photo with /gan or /style, or mention @{ $name }.
sample = 🎲 A photo to try me on.
cancelled-draft = ✖️ All right, forgotten. Send a photo whenever you like.
nothing-to-cancel = There is nothing to cancel here. Send me a photo to begin.
unknown-command = I don't know this command. Send me a photo to begin, or /help.
unknown-command-group = I don't know this command. Answer any photo with /gan or /style, or see /help.
notice-away = ⏳ I have your message and will start as soon as I can.
broken = 😕 Something went wrong on my side. Please try that again.
anonymous = I can't tell who you are: you write in the name of a group or channel. Send it as yourself, please, so that your picture stays yours.
asleep = 😴 I was asleep and forgot the details, but your photo is still here 👍

## Hints
hint = I understand photos and buttons. Send me a photo to begin, or /help.
hint-group = I understand photos and buttons. Answer any photo with /gan or /style, or see /help.
hint-style = Send the picture whose style I should take, or press ✖️ Cancel on the card above.
hint-card = Your photo is on this card ⬆️ Press one of its buttons, type a style's name or a strength such as 70, or send another photo.
hint-chosen = 🎨 { $styles }: chosen. Now send the photo that I should repaint.
hint-painting = I'm at this picture ⬆️ Its buttons end it. Send another photo whenever you like.
photo-first = Send me a photo first, then /{ $command }; or answer any photo with /{ $command }.
photo-first-group = Answer the photo that I should paint with /{ $command }.
no-number = A number from 0 to 100, please: for example 70.
no-weights = { $count } numbers from 1 to 100, please, one for each style: for example { $count ->
        [2] 60 40
        [3] 50 30 20
       *[other] 40 30 20 10
    }.

## Styles in words
styles = 🖼 Choose a style, then send a photo. Or send the photo first.
examples = ✨ The same photo in different styles. Choose one, then send yours.
style-chosen = 🎨 { $style }: chosen. Now send the photo that I should repaint.
style-on-card = 🎨 { $style }: it is on your card ⬆️
style-alone = 🎨 { $style } is on your card ⬆️ It paints alone: press ✅ Paint there. Your mix is kept under 🎨 My own style.
style-taken = 🎨 Taken as a style: { $styles }. Your card ⬆️
style-taken-back = 📷 No style, then: { $count ->
        [one] it has
       *[other] they have
    } a card of { $count ->
        [one] its
       *[other] their
    } own ⬇️
style-kept = 🎨 Taken as a style: { $styles }. Now send the photo that I should repaint.
style-unknown = I have no style called “{ $name }”. This button shows those that I have:
style-unknown-like = I have no style called “{ $name }”. Do you mean:
style-weight = A weight from 10 to 100, please: for example /style wave 60.
weight-nearest = 🎚 It goes from { $least } to { $most } %, so I took { $taken } %.
nst-still = Only fast styles can paint what moves, and stickers. Choose one on this card ⬆️
rest-full = Four styles are the most: { $count ->
        [one] one picture stays out
       *[other] { $count } pictures stay out
    }.
rest-clips = { $count ->
        [one] A clip
       *[other] Clips
    } cannot be a style. Send me such a clip alone, and I repaint it.

button-styles = 🖼 Styles
button-examples = ✨ Examples
button-sample = 🎲 Try on a sample photo
button-settings = ⚙️ Settings
button-help = ❓ Help
button-no-style = 📷 No, paint { $count ->
        [one] this one
       *[other] these
    }
button-pictures = 🕘 My last pictures

## Files that are no pictures
not-an-image = This file is not a picture that I can read. Send a photo, a short video, or a JPEG, PNG, WebP, HEIC, AVIF, TIFF, BMP or GIF file.
too-big-to-fetch = This file has { $megabytes } MB; Telegram lets bots fetch 20 MB at most. Send it as a photo, or make it smaller.
clip-too-big = This clip has { $megabytes } MB; Telegram lets bots fetch 20 MB at most. Cut it shorter, or send it in a lower quality.
clip-too-long = This clip lasts { $seconds } s; I paint { $most } s at most. Cut it shorter, please.
sticker-not-drawn = This sticker is a drawing that moves (.tgs), which I cannot read. Send one that stands still, a video sticker, or a photo.

## The menu of commands, and what Telegram shows of the bot
command-start = What this bot does
command-help = How it works, how long it takes
command-styles = Styles to choose from
command-examples = One photo in many styles
command-style = Choose a style: /style wave 60
command-gan = Try all fast styles on a photo
command-nst = Paint with the styles you sent
command-queue = My pictures in the queue
command-history = My last pictures
command-settings = Language, size, photo or file
command-privacy = What is kept, and for how long
command-delete_me = Delete everything about me
command-cancel = Forget my choice
command-admin = For the operator
description =
    I repaint photos, stickers, GIFs and short videos: in seconds in a ready style, in about a minute in the style of any picture that you send.

    Press Start and send a photo.
short-description = Repaints your photos in the style of any picture. Send a photo to begin.
