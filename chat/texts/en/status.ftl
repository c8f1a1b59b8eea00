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
