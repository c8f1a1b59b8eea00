## Что можно сделать с результатом
button-weaker = 🎚 −{ $percent }
button-stronger = 🎚 +{ $percent }
button-keep-colours = 🎨 В мои цвета
button-take-colours = 🎨 В цвета стиля
button-add-style = ➕ Ещё стиль
button-larger = ⬆️ 2×
button-save-style = ⭐ В мои стили
button-share = 🔗 Поделиться
button-delete = 🗑
button-erase = 🗑 Да, удалить
button-spare = ⬅️ Нет, оставить
button-keep = ✅ Оставить
button-drop = 🗑 Убрать
button-others = 🎲 Другие
button-send-all = 📦 Прислать все
button-new-from-photo = 🔁 Заново с этим фото

too-old-button = Эта кнопка устарела.
photo-forgotten = Эта кнопка устарела, а фото в чате уже нет. Пришлите его, пожалуйста, ещё раз.
delete-this = Удалить эту картинку?
deleted = 🗑 Удалено.
delete-not-yours = Удалить может только автор.
style-saved =
    ⭐ Сохранено: { $name }.
    Найдёте на любой карточке: 🖼 Галерея → ⭐ Мои.
style-saved-already =
    ⭐ Этот стиль уже сохранён: { $name }.
    Найдёте на любой карточке: 🖼 Галерея → ⭐ Мои.
styles-saved-full = У вас уже { $most } сохранённых стилей, больше я не храню. Сначала удалите лишний в разделе ⭐ Мои.
saved-name = Мой стиль { $number }
larger-away = Сейчас увеличить не получится. Попробуйте, пожалуйста, через минуту.

## /history
history-empty = Здесь пока пусто. Пришлите фото, и ваши последние 20 картинок можно будет найти здесь.
history-page = { $number } из { $of } · #{ $label }
history-removed = Убрано из списка. Картинка в чате останется.
button-unlist = 🗑 Из списка
button-older = »
button-younger = «
