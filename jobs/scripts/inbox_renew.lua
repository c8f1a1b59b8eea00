-- Lengthen the leases of chats. ARGV: bot, keep, lease seconds, then chat and fence of each. An update whose process
-- has lived with it until now has not killed it: should it be killed later, that does not count as a try.
-- Returns the chats that somebody else has claimed meanwhile, or that were given up.
local lost, until_then = {}, now() + tonumber(ARGV[3])
for at = 4, #ARGV, 2 do
  local chat, fence = ARGV[at], ARGV[at + 1]
  if holds(chat, fence) then
    local state = inbox('state', chat)
    redis.call('ZADD', inbox('due'), until_then, chat)
    if redis.call('HSETNX', state, 'lived', 1) == 1 then redis.call('HINCRBY', state, 'begun', -1) end
  else
    lost[#lost + 1] = chat
  end
end
return lost
