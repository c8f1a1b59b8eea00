## One person: settings, history, saved styles, privacy
settings =
    ⚙️ <b>Settings</b>
    For all new pictures: language, size, photo or file, whether you see a picture grow, and whether I write when it is ready.
settings-not-yours = These are somebody else's settings. Send /settings for yours.
language-telegram = As in Telegram
size-own = Original size
as-photo = 🖼 Photo
as-file = 📄 Always a file
previews-on = 👁 Show it growing: yes
previews-off = 👁 Show it growing: no
notify-on = 🔔 Tell me when ready: yes
notify-off = 🔕 Tell me when ready: no

queue-mine = ⏳ <b>Your pictures</b>
queue-empty = You have no picture waiting. Send me a photo to begin.
queue-empty-group = You have no picture waiting. Answer any photo with /gan or /style.
history-empty-group = Nothing here yet. Answer any photo with /gan or /style; your last 20 pictures of this group will be found here.
queue-waiting = <b>{ $place }</b> of { $of } · { $time } · { $styles } · #{ $label }
queue-painting = 🎨 { $percent } % · { $styles } · #{ $label }
queue-held = ⏸ waits for your others · { $styles } · #{ $label }
queue-postponed = ⏳ waits for Telegram to hand me the picture · { $styles } · #{ $label }
button-refresh = 🔄 Look again

privacy =
    🔒 <b>What I keep</b>
    • Your pictures: they stay with Telegram. I fetch one to paint it and keep the painting { $hours } h, so that you can have the original file; then it is deleted.
    • What you chose on a card: a day. What became of an order: two days.
    • Your settings and saved styles: until you delete them.
    • Your last results, as Telegram's own references: 90 days, for /history.
    • The number of this chat, so that one announcement does not reach you twice.
    I keep no names and no messages. Nothing is used for training or given to anybody.
button-delete-me = 🗑 Delete everything
delete-ask = Delete your settings, saved styles, history, kept paintings and cards, and cancel your waiting pictures? What is in this chat stays; that is Telegram's.
button-delete-yes = 🗑 Yes, delete
button-delete-no = No, keep
delete-not-yours-all = This question was for somebody else. Send /delete_me for yourself.
delete-done = 🗑 Done: I have forgotten you. Pictures that are just being painted are cancelled, and their traces go within minutes. You can begin anew at any time: send a photo.
delete-not = All right, nothing was deleted.

inline-none = Nothing to share yet: paint a picture
