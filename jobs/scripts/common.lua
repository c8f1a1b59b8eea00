-- What every script begins with. Times are seconds by Redis's own clock, so that workers' clocks do not matter.

local function now()
  local time = redis.call('TIME')
  return tonumber(time[1]) + tonumber(time[2]) / 1e6
end

local function field(id, name)
  return redis.call('HGET', 'job:' .. id, name)
end

-- Does the caller still own the job? A raised fence means that somebody else does.
local function owned(id, fence, state)
  return field(id, 'state') == state and field(id, 'fence') == fence
end

-- Can somebody who is able to paint these (a set) paint a job? Every word of what it needs must be there.
local function can(able, id)
  for word in string.gmatch(field(id, 'needs'), '%S+') do
    if not able[word] then return false end
  end
  return true
end

-- Records from before versions were written here are of the first one.
local function version_of(id)
  return tonumber(field(id, 'version') or '1')
end

-- Days since 1970.
local function today()
  return math.floor(now() / 86400)
end

-- One more of something today. `kept`: seconds that the day's figures are kept.
local function count(what, kept)
  local figures = 'counts:' .. today()
  redis.call('HINCRBY', figures, what, 1)
  redis.call('EXPIRE', figures, kept)
end

-- Has a person ordered as much as a day allows? `daily`: 0 for any number.
local function spent(quota, daily)
  return daily > 0 and tonumber(redis.call('GET', quota) or '0') >= daily
end

-- A job that came to nothing costs nothing: not one of the day's, and no payment.
local function give_back(id, outcome)
  local unpainted = outcome == 'cancelled' and field(id, 'attempts') == '0'
  if outcome ~= 'failed' and not unpainted then return end
  local quota = field(id, 'quota')
  if quota and redis.call('HDEL', 'job:' .. id, 'quota') == 1 and tonumber(redis.call('GET', quota) or '0') > 0 then
    redis.call('DECR', quota)
  end
  if redis.call('EXISTS', 'paid:' .. id) == 1 and redis.call('HSETNX', 'job:' .. id, 'refund', 1) == 1 then
    redis.call('RPUSH', 'paid:refunds', id)
  end
end

-- What becomes of a new job of a person?
local function outlook(lane, person, limit, most_held, most)
  if redis.call('SCARD', 'hand:' .. lane .. ':' .. person) >= limit then
    return redis.call('LLEN', 'held:' .. lane .. ':' .. person) >= most_held and 'refused' or 'held'
  end
  return redis.call('ZCARD', 'waiting:' .. lane) >= most and 'full' or 'queued'
end

-- Put a job into its person's line: at the end, or at the front where it has waited before.
local function enter(id, front)
  local lane, person = field(id, 'lane'), field(id, 'person')
  local line, people = 'queue:' .. lane .. ':' .. person, 'people:' .. lane
  local turn = front and field(id, 'turn')
  if turn then
    redis.call('ZADD', people, 'LT', turn, person)
  elseif redis.call('LLEN', line) == 0 then
    -- A returning person starts at the current minimum, never before somebody who waited meanwhile.
    local clock = tonumber(redis.call('GET', 'clock:' .. lane) or '0')
    local served = tonumber(redis.call('ZSCORE', 'served:' .. lane, person) or '0')
    redis.call('ZADD', people, math.max(clock, served), person)
  end
  redis.call(front and 'LPUSH' or 'RPUSH', line, id)
  redis.call('ZADD', 'waiting:' .. lane, field(id, 'created'), id)
  redis.call('HSET', 'job:' .. id, 'state', 'queued')
end

-- Take a queued job out of its line.
local function leave(id)
  local lane, person = field(id, 'lane'), field(id, 'person')
  local line = 'queue:' .. lane .. ':' .. person
  redis.call('LREM', line, 1, id)
  redis.call('ZREM', 'waiting:' .. lane, id)
  if redis.call('LLEN', line) == 0 then redis.call('ZREM', 'people:' .. lane, person) end
end

-- A person's job is over: let the first of their held ones into the queue.
local function promote(lane, person)
  local held = 'held:' .. lane .. ':' .. person
  local id = redis.call('LINDEX', held, 0)
  if id and redis.call('SCARD', 'hand:' .. lane .. ':' .. person) < tonumber(field(id, 'limit')) then
    redis.call('LPOP', held)
    redis.call('SADD', 'hand:' .. lane .. ':' .. person, id)
    enter(id, false)
  end
end

-- From running or queued to delivering. What is delivered is the outcome: done, failed or cancelled.
-- `lease`: seconds for which the caller keeps the delivery to itself; 0 gives it to the clerk at once.
local function conclude(id, outcome, lease)
  local lane, person, time = field(id, 'lane'), field(id, 'person'), now()
  redis.call('SREM', 'running:' .. lane, id)
  redis.call('SREM', 'hand:' .. lane .. ':' .. person, id)
  redis.call('HSET', 'job:' .. id, 'state', 'delivering', 'outcome', outcome,
    'lease_until', time + lease, 'painted', time)
  redis.call('ZADD', 'due', time + lease, id)
  give_back(id, outcome)
  promote(lane, person)
end

-- From running back to queued, at its old place; the raised fence locks the last owner out.
local function requeue(id)
  redis.call('SREM', 'running:' .. field(id, 'lane'), id)
  redis.call('ZREM', 'due', id)
  redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
  redis.call('HDEL', 'job:' .. id, 'worker', 'progress')
  enter(id, true)
end
