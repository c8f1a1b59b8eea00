## What can be done with a result
button-weaker = 🎚 −{ $percent }
button-stronger = 🎚 +{ $percent }
button-keep-colours = 🎨 Keep my colours
button-take-colours = 🎨 Take style colours
button-add-style = ➕ Add style
button-larger = ⬆️ 2×
button-save-style = ⭐ Save style
button-share = 🔗 Share
button-delete = 🗑
button-erase = 🗑 Yes, delete it
button-spare = ⬅️ No, keep it
button-keep = ✅ Keep
button-drop = 🗑 Drop
button-others = 🎲 Others
button-send-all = 📦 Send all
button-new-from-photo = 🔁 New from this photo

too-old-button = This button is too old.
photo-forgotten = This button is too old, and its photo is no longer in the chat. Please send the photo again.
delete-this = Delete this picture?
deleted = 🗑 Deleted.
delete-not-yours = Only the author can delete this.
style-saved =
    ⭐ Saved as { $name }.
    You find it on any card: 🖼 Gallery → ⭐ Mine.
style-saved-already =
    ⭐ This style is saved already: { $name }.
    You find it on any card: 🖼 Gallery → ⭐ Mine.
styles-saved-full = You have { $most } saved styles, the most that I keep. Remove one under ⭐ Mine first.
saved-name = My style { $number }
larger-away = Enlarging is not possible at the moment. Please try again in a minute.

## /history
history-empty = Nothing here yet. Send me a photo to begin; your last 20 pictures will be found here.
history-page = { $number } of { $of } · #{ $label }
history-removed = Removed from this list. The picture in the chat stays.
button-unlist = 🗑 Off the list
button-older = »
button-younger = «
