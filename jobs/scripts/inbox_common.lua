-- What the inbox's scripts begin with. ARGV[1]: bot, ARGV[2]: seconds that a key lives after the last change.
local bot, keep = ARGV[1], tonumber(ARGV[2])

local function inbox(what, id)
  return 'inbox:' .. bot .. ':' .. what .. (id and ':' .. id or '')
end

-- Is this claim of a chat still the last one?
local function holds(chat, fence)
  return redis.call('HGET', inbox('state', chat), 'fence') == fence
end

local function is_first(chat, update)
  local entry = redis.call('LINDEX', inbox('chat', chat), 0)
  return entry and string.sub(entry, 1, #update + 1) == update .. ' '
end

-- Begin the first update of a chat, which counts as a try of it. Returns what the owner must know, or false: nothing
-- is left, and the chat is forgotten.
local function begin(chat, fence, lease)
  local updates, state, time = inbox('chat', chat), inbox('state', chat), now()
  local entry = redis.call('LINDEX', updates, 0)
  if not entry then
    redis.call('ZREM', inbox('due'), chat)
    redis.call('DEL', state)
    return false
  end
  redis.call('HSETNX', state, 'since', time)
  local begun = redis.call('HINCRBY', state, 'begun', 1)
  redis.call('HSET', state, 'fence', fence)
  redis.call('HDEL', state, 'lived')
  redis.call('ZADD', inbox('due'), time + lease, chat)
  for _, key in ipairs({updates, state, inbox('due')}) do redis.call('EXPIRE', key, keep) end
  local since, put_off, deaths, why = unpack(redis.call('HMGET', state, 'since', 'put_off', 'deaths', 'why'))
  local age = tostring(time - tonumber(since))
  return {chat, fence, entry, begun, tonumber(deaths or '0'), tonumber(put_off or '0'), age, why or ''}
end
