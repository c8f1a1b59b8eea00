## The operator, limits and payments
banned = You can't use this bot any more.
spent-slow = You have had your { $limit ->
        [one] careful picture
       *[other] { $limit } careful pictures
    } of today; the next ones in { $time }. Fast styles take seconds:
spent-fast = You have had your { $limit ->
        [one] fast picture
       *[other] { $limit } fast pictures
    } of today; the next ones in { $time }.
button-buy = ⭐ One more for { $stars }
button-instead = ⚡ Fast styles
paused-now = ⏸ Painting rests for a little while; your place is kept.

invoice-title = One more careful picture
invoice-words = Painted with care, beyond today's number. If it does not come to be, you get your Stars back.
invoice-gone = The card that this is for is gone. Nothing was paid; send the photo again.
refunded = The card that this was for is gone, so I have given your Stars back. Send the photo again.
pay-support = A picture that fails, or that you cancel before it is painted, is paid back by itself, usually within a minute. If something else went wrong, write what happened in reply to the payment; whoever runs this bot can see its number.
terms = For Stars you get one careful picture beyond the day's number. If it fails, or you cancel it before it is painted, you get the Stars back. Telegram's own terms for Stars hold besides.

admin-today = 🛠 <b>Today</b> (UTC): { $people } people · { $done } painted, { $failed } failed, { $cancelled } cancelled · median wait { $wait }
admin-lane = <b>{ $lane }</b>: { $waiting } waiting, { $running } being painted · { $workers } workers ({ $devices })
admin-lane-paused = ⏸ <b>{ $lane }</b> is paused: { $waiting } waiting, { $running } being painted · { $workers } workers ({ $devices })
admin-aside = Updates set aside: { $count }
admin-missing = Not installed: { $count }. Get them with <code>python -m weights fetch { $names }</code>
button-pause = ⏸ Pause { $lane }
button-resume = ▶️ Resume { $lane }
ban-whom = Whom? /ban and an id or the number of a waiting picture, or as a reply to somebody's message. Operators cannot be banned.
banned-now = { $person } is kept out; what they waited for is cancelled. /unban { $person } takes that back.
unbanned-now = { $person } may come in again.

broadcast-how = Write /broadcast and the words, at most { $most } characters.
broadcast-ask =
    This would go out:

    { $words }
button-broadcast = 📣 Send to { $chats } chats
button-broadcast-not = ✖️ No
button-broadcast-stop = ⏹ Stop
broadcast-asked = Not sent yet.
broadcast-sending = 📣 Going out: { $sent } reached, { $away } have blocked me, { $left } to go.
broadcast-stopped = ⏹ Stopped: { $sent } reached, { $away } have blocked me.
broadcast-over = 📣 Done: { $sent } reached, { $away } have blocked me.
broadcast-gone = I don't know this broadcast any more.
