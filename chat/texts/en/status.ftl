## The status
queued = ⏳ In the queue: <b>{ $place }{ $order ->
        [one] st
        [two] nd
        [few] rd
       *[other] th
    }</b> of { $of } · <b>{ $time }</b> · { $styles } · #{ $label }
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
wish-enlargement = ⬆️ twice as large
wish-previews = { $count ->
        [one] { $count } style to choose from
       *[other] { $count } styles to choose from
    }
done = ✅ { $styles } · { $painter }
done-strength = strength { $percent } %
done-own-colours = { $of ->
        [clip] the clip's colours
        [sticker] the sticker's colours
        [photo] the photo's colours
       *[yours] your photo's colours
    }
done-matched-colours = { $of ->
        [clip] colours matched to the clip
        [sticker] colours matched to the sticker
        [photo] colours matched to the photo
       *[yours] colours matched to your photo
    }
done-split = side by side
done-size = { $size }
done-same-size = { $size }, { $of ->
        [clip] same as the clip
        [sticker] same as the sticker
        [photo] same as the photo
       *[yours] same as your photo
    }
done-painted = painted in { $painted }
done-painted-waited = painted in { $painted } (waited { $waited })
done-before = painted for you before, so it is here at once
previews-done = Pick one: I'll redo it at full size.
enlarged = It was too large to be painted in one go: painted at { $side } px and enlarged.
stopped-early = ⏹ Stopped at { $percent } %.
stopped = ⏹ Stopped at { $percent } %. Keep it? · { $styles } · #{ $label }
stopped-ready = ⏹ It was just finished. Keep it? · { $styles } · #{ $label }
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
decided-already = That is decided already.
