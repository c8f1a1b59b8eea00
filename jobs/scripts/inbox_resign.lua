-- Let another process ask Telegram for updates. ARGV: bot, keep, owner.
if redis.call('GET', inbox('poller')) == ARGV[3] then redis.call('DEL', inbox('poller')) end
return 1
