-- Claim the chat that has been due longest and begin its first update. ARGV: bot, keep, owner, lease seconds.
-- Returns what `begin` does, or false: no chat is due.
local owner, lease = ARGV[3], tonumber(ARGV[4])
while true do
  local chat = redis.call('ZRANGEBYSCORE', inbox('due'), '-inf', now(), 'LIMIT', 0, 1)[1]
  if not chat then return false end
  -- Who had the chat before did not give it up: that process died, or was away for longer than its lease.
  if redis.call('HEXISTS', inbox('state', chat), 'fence') == 1 then
    redis.call('HINCRBY', inbox('state', chat), 'deaths', 1)
  end
  local fence = tostring(redis.call('INCR', inbox('fence')))
  redis.call('EXPIRE', inbox('fence'), keep)
  local begun = begin(chat, fence, lease)
  if begun then
    redis.call('HSET', inbox('state', chat), 'owner', owner)
    return begun
  end
end
