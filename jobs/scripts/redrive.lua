-- Look at the jobs that are due. ARGV: most jobs, most attempts, seconds until an unheard delivery is due again.
-- Returns {ids put back into the queue, ids given up, ids to deliver}.
local most, attempts, again = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = now()
local queued, failed, deliver = {}, {}, {}

local function give_up(id, reason)
  redis.call('HSET', 'job:' .. id, 'reason', reason)
  redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
  conclude(id, 'failed', 0)
  redis.call('ZADD', 'due', time + again, id)
  table.insert(failed, id)
  table.insert(deliver, id)
end

local function lost(id)
  local tried = tonumber(field(id, 'attempts'))
  if field(id, 'cancel') then
    redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
    conclude(id, 'cancelled', 0)
    redis.call('ZADD', 'due', time + again, id)
    return table.insert(deliver, id)
  end
  if time >= tonumber(field(id, 'deadline')) then return give_up(id, 'deadline') end
  if tried >= attempts then return give_up(id, 'lost') end
  if tried >= 2 then redis.call('HSET', 'job:' .. id, 'lost_by', field(id, 'worker')) end
  requeue(id)
  table.insert(queued, id)
end

for _, id in ipairs(redis.call('ZRANGEBYSCORE', 'due', '-inf', time, 'LIMIT', 0, most)) do
  local state = field(id, 'state')
  if state == 'running' then
    lost(id)
  elseif state == 'delivering' then
    redis.call('ZADD', 'due', time + again, id)
    table.insert(deliver, id)
  else
    redis.call('ZREM', 'due', id)
  end
end
return {queued, failed, deliver}
