-- Be the one process that asks Telegram for updates, or stay it. ARGV: bot, keep, owner, milliseconds.
-- Returns 1, or 0: it is another one.
local holder = redis.call('GET', inbox('poller'))
if holder and holder ~= ARGV[3] then return 0 end
redis.call('SET', inbox('poller'), ARGV[3], 'PX', ARGV[4])
return 1
