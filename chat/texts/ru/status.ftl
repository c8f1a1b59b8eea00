## Состояние
queued = ⏳ В очереди: <b>{ $place }{ $order ->
       *[other] -я
    }</b> из { $of } · <b>{ $time }</b> · { $styles } · #{ $label }
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
wish-enlargement = ⬆️ вдвое больше
wish-previews = на выбор { $count ->
        [one] { $count } стиль
        [few] { $count } стиля
       *[many] { $count } стилей
    }
done = ✅ { $styles } · { $painter }
done-strength = сила { $percent } %
done-own-colours = { $of ->
        [clip] цвета ролика
        [sticker] цвета стикера
        [photo] цвета фото
       *[yours] цвета вашего фото
    }
done-matched-colours = { $of ->
        [clip] цвета подобраны под ролик
        [sticker] цвета подобраны под стикер
        [photo] цвета подобраны под фото
       *[yours] цвета подобраны под ваше фото
    }
done-split = рядом
done-size = { $size }
done-same-size = { $size }, { $of ->
        [clip] как у ролика
        [sticker] как у стикера
        [photo] как у самого фото
       *[yours] как у вашего фото
    }
done-painted = нарисовано за { $painted }
done-painted-waited = нарисовано за { $painted } (ждали { $waited })
done-before = нарисовано для вас раньше, поэтому готово сразу
previews-done = Выберите одну: нарисую её в полном размере.
enlarged = Слишком большая, чтобы нарисовать сразу целиком: нарисовано на { $side } px и увеличено.
stopped-early = ⏹ Остановлено на { $percent } %.
stopped = ⏹ Остановлено на { $percent } %. Оставить? · { $styles } · #{ $label }
stopped-ready = ⏹ Картинка только что готова. Оставить? · { $styles } · #{ $label }
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
decided-already = Это уже решено.
