-- Give a chat up for some time; its updates stay. ARGV: bot, keep, chat, fence, seconds, counted (1: the try of the
-- first update counts), put off (1: something outside was away), why.
-- Returns 1, or 0: somebody else has the chat.
local chat, fence, seconds, counted, put_off, why = unpack(ARGV, 3)
if not holds(chat, fence) then return 0 end
local state = inbox('state', chat)
local lived = redis.call('HGET', state, 'lived') and 1 or 0 -- its try was taken back already
redis.call('HINCRBY', state, 'begun', lived + tonumber(counted) - 1)
redis.call('HDEL', state, 'fence', 'owner', 'lived')
if put_off == '1' then redis.call('HINCRBY', state, 'put_off', 1) end
if why ~= '' then redis.call('HSET', state, 'why', why) end
redis.call('ZADD', inbox('due'), now() + tonumber(seconds), chat)
return 1
