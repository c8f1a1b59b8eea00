## Состояние
queued = ⏳ В очереди: <b>{ $place }</b> из { $of } · { $time } · { $styles } · #{ $label }
held = ⏸ У вас уже { $limit ->
        [one] ждёт { $limit } картинка
        [few] ждут { $limit } картинки
       *[many] ждут { $limit } картинок
    }. Возьмусь за эту, когда одна из них будет готова. · { $styles } · #{ $label }
refused = У вас { $limit ->
        [one] { $limit } картинка
        [few] { $limit } картинки
       *[many] { $limit } картинок
    } в работе и ещё { $held } ждут. Пусть сначала какие-нибудь закончатся.
full = Очень много работы (в очереди: { $waiting }, { $time }). Быстрые стили сейчас свободны:
full-everywhere = Очень много работы (в очереди: { $waiting }, { $time }). Попробуйте немного позже.
painting = 🎨 Рисую { $bar } { $percent } % · { $styles } · #{ $label }
painting-left = 🎨 Рисую { $bar } { $percent } % · осталось ~{ $time } · { $styles } · #{ $label }
done = ✅ { $styles } · { $painter } · { $size }, как у вашего фото · нарисовано за { $painted } (ждали { $waited })
done-strength = ✅ { $styles } · { $painter } · сила { $percent } % · { $size }, как у вашего фото · нарисовано за { $painted } (ждали { $waited })
enlarged = Нарисовано на { $side } px и увеличено.
stopped-early = ⏹ Остановлено на { $percent } %.
ready = ✅ Готово
in-doubt = Картинка отправлена, но Telegram не сообщил, дошла ли она. (#{ $label })
cancelled = ✖️ Отменено. #{ $label }
stopping = ⏹ Останавливаю…
keeping = ⏹ Останавливаю, оставлю то, что есть…
not-begun = Пока ничего не нарисовано, оставлять нечего. ✖️ Отмена уберёт картинку из очереди.
cancel-not-yours = Отменить может только автор.
cancel-too-late = Поздно: уже готово 🙂
cancel-gone = Этой картинки в очереди уже нет.
file-expired = Файла уже нет: сохранённые файлы удаляются через { $hours } ч. Нажмите 🔁 Ещё раз.
