-- Look at the jobs that are due. ARGV: most jobs, most attempts, seconds until an unheard delivery is due again,
-- seconds since the last look after which nobody looked for long, seconds that leases get then.
-- Returns {ids whose worker was lost, put back into the queue; ids given up; ids to deliver; ids whose pause is over}.
local most, attempts, again = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local patience, grace = tonumber(ARGV[4]), tonumber(ARGV[5])
local time = now()
-- After an outage of Redis or of all clerks the workers that live must first have had the time to say so.
local silent = time - tonumber(redis.call('GET', 'redriven') or time) > patience
redis.call('SET', 'redriven', time)
local queued, failed, deliver, rested = {}, {}, {}, {}

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
    if silent then redis.call('ZADD', 'due', time + grace, id) else lost(id) end
  elseif state == 'delivering' then
    redis.call('ZADD', 'due', time + again, id)
    table.insert(deliver, id)
  elseif state == 'postponed' then
    redis.call('ZREM', 'due', id)
    enter(id, true)
    table.insert(rested, id)
  else
    redis.call('ZREM', 'due', id)
  end
end
return {queued, failed, deliver, rested}
