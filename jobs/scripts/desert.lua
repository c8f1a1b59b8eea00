-- A person has blocked the bot, or it may not write in this chat: nobody is waiting for these jobs. They end without
-- being told; what is painted just now is stopped by its worker. ARGV: person, chat, seconds to keep a record, seconds
-- to keep the day's figures, then the lanes. Returns the ids that ended.
local person, chat, ttl, kept = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local ended = {}

local function here(id)
  local text = field(id, 'job')
  return text and cjson.decode(text).chat == chat
end

local function finish(id)
  local key = 'job:' .. id
  redis.call('HINCRBY', key, 'fence', 1)
  redis.call('HSET', key, 'state', 'cancelled', 'outcome', 'cancelled', 'finished', now())
  redis.call('ZREM', 'due', id)
  redis.call('EXPIRE', key, field(id, 'forget') and 60 or ttl)
  count('cancelled ' .. field(id, 'lane'), kept)
  give_back(id, 'cancelled')
  table.insert(ended, id)
end

for i = 5, #ARGV do
  local lane, held, hand = ARGV[i], 'held:' .. ARGV[i] .. ':' .. person, 'hand:' .. ARGV[i] .. ':' .. person
  for _, id in ipairs(redis.call('LRANGE', held, 0, -1)) do
    if here(id) then
      redis.call('LREM', held, 1, id)
      finish(id)
    end
  end
  local jobs = redis.call('SMEMBERS', hand)
  table.sort(jobs)
  for _, id in ipairs(jobs) do
    local state = field(id, 'state')
    if here(id) and state == 'running' then
      redis.call('HSET', 'job:' .. id, 'cancel', 'drop')
    elseif here(id) and (state == 'queued' or state == 'postponed') then
      if state == 'queued' then leave(id) end
      redis.call('SREM', hand, id)
      finish(id)
      promote(lane, person)
    end
  end
end
return ended
