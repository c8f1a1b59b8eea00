-- Remove a chat's first update, which is handled, and begin the next one. ARGV: bot, keep, chat, fence, update, lease
-- seconds, note (JSON: the update is set aside, and the operator told; or empty), most notes.
-- Returns what `begin` does, false: nothing is left, or lost: somebody else has the chat.
local chat, fence, update, lease, note = ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6]), ARGV[7]
if not holds(chat, fence) then return 'lost' end
local state = inbox('state', chat)
if is_first(chat, update) then
  redis.call('LPOP', inbox('chat', chat))
  redis.call('HDEL', state, 'begun', 'since', 'deaths', 'put_off', 'why')
  if note ~= '' then
    redis.call('LPUSH', inbox('aside'), note)
    redis.call('LTRIM', inbox('aside'), 0, tonumber(ARGV[8]) - 1)
    redis.call('EXPIRE', inbox('aside'), keep)
  end
else -- asked again, because the first answer was lost: the next one is begun already
  redis.call('HINCRBY', state, 'begun', -1)
end
return begin(chat, fence, lease)
