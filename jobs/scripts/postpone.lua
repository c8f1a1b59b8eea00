-- Something outside is away: a worker gives its job back until later; the attempt does not count.
-- ARGV: id, fence, first pause, longest pause, seconds of age at which it is given up, reason.
-- Returns the seconds until it is queued again, as text; "0": given up; "": somebody else has it.
local id, fence, first, longest, age, reason = unpack(ARGV)
if not owned(id, fence, 'running') then return '' end
local key, time = 'job:' .. id, now()
redis.call('HINCRBY', key, 'fence', 1)
if time - tonumber(field(id, 'created')) >= tonumber(age) then
  redis.call('HSET', key, 'reason', reason)
  conclude(id, 'failed', 0)
  return '0'
end
local pause = math.min(tonumber(longest), tonumber(first) * 2 ^ (redis.call('HINCRBY', key, 'postponed', 1) - 1))
redis.call('HINCRBY', key, 'attempts', -1)
redis.call('SREM', 'running:' .. field(id, 'lane'), id)
redis.call('HDEL', key, 'worker', 'progress')
if field(id, 'cancel') then
  conclude(id, 'cancelled', 0)
  return '0'
end
redis.call('HSET', key, 'state', 'postponed')
redis.call('ZADD', 'due', time + pause, id)
return tostring(pause)
