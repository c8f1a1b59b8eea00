-- Give the lane's next job to a worker: round robin over the people who wait, by virtual time; none while the operator
-- has paused the lane.
-- ARGV: lane, worker, lease seconds, newest version that it can read, then what the worker can paint.
-- Returns {id, job, fence, attempts, seconds to the deadline}, or nothing.
if redis.call('EXISTS', 'paused:' .. ARGV[1]) == 1 then return false end
local lane, worker, lease, version = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local able, time = {}, now()
for i = 5, #ARGV do able[ARGV[i]] = true end

local function others()
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', 'workers:' .. lane, time, '+inf')) do
    if name ~= worker then return true end
  end
  return false
end

-- A job that this worker lost twice goes to another one, if there is one.
local function suits(id)
  return can(able, id) and version_of(id) <= version and not (field(id, 'lost_by') == worker and others())
end

local function take(id, person, turn)
  local key = 'job:' .. id
  leave(id)
  -- A job that came back is taken at its old turn, and time does not go back with it: neither for those who come
  -- now, nor for its person's other jobs.
  local clock = math.max(turn, tonumber(redis.call('GET', 'clock:' .. lane) or '0'))
  local later = math.max(clock + 1, tonumber(redis.call('ZSCORE', 'served:' .. lane, person) or '0'))
  local first = redis.call('LINDEX', 'queue:' .. lane .. ':' .. person, 0)
  redis.call('SET', 'clock:' .. lane, clock)
  redis.call('ZREMRANGEBYSCORE', 'served:' .. lane, '-inf', clock)
  redis.call('ZADD', 'served:' .. lane, later, person)
  redis.call('ZADD', 'people:' .. lane, 'XX', first and field(first, 'turn') or later, person)
  redis.call('SADD', 'running:' .. lane, id)
  redis.call('ZADD', 'due', time + lease, id)
  local allowed = tonumber(field(id, 'allowed'))
  redis.call('HSET', key, 'state', 'running', 'worker', worker, 'started', time, 'turn', turn,
    'deadline', time + allowed)
  return {id, field(id, 'job'), redis.call('HINCRBY', key, 'fence', 1),
    redis.call('HINCRBY', key, 'attempts', 1), tostring(allowed)}
end

local people = redis.call('ZRANGE', 'people:' .. lane, 0, -1, 'WITHSCORES')
for i = 1, #people, 2 do
  for _, id in ipairs(redis.call('LRANGE', 'queue:' .. lane .. ':' .. people[i], 0, -1)) do
    if suits(id) then return take(id, people[i], tonumber(people[i + 1])) end
  end
end
return false
