-- Put updates at the end of their chats' lists, each once. ARGV: bot, keep, then update, chat and text of each.
-- Returns the ids of those that are new.
local new, time = {}, now()
for at = 3, #ARGV, 3 do
  local update, chat, text = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if redis.call('SET', inbox('seen', update), 1, 'NX', 'EX', keep) then
    redis.call('RPUSH', inbox('chat', chat), update .. ' ' .. text)
    redis.call('ZADD', inbox('due'), 'NX', time, chat)
    redis.call('EXPIRE', inbox('chat', chat), keep)
    redis.call('EXPIRE', inbox('due'), keep)
    new[#new + 1] = update
  end
end
return new
