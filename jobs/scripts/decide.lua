-- A person says what becomes of a painting that they stopped. ARGV: id, person, done (kept) or cancelled (dropped),
-- lease seconds, seconds to keep the record. Returns {what, fence}: gone, not_yours, too_late: it was never asked or
-- is decided otherwise, told: it is over, or decided: the caller tells the person, under that fence.
local id, person, outcome, lease, ttl = unpack(ARGV)
local state, key, time = field(id, 'state'), 'job:' .. id, now()
if not state then return {'gone', 0} end
if field(id, 'person') ~= person then return {'not_yours', 0} end
if field(id, 'outcome') ~= 'stopped' then
  if field(id, 'decided') ~= outcome then return {'too_late', 0} end
  -- Pressed twice, or begun again by a bot that was killed.
  return {state == 'delivering' and 'decided' or 'told', tonumber(field(id, 'fence'))}
end
redis.call('HSET', key, 'state', 'delivering', 'outcome', outcome, 'decided', outcome,
  'lease_until', time + lease, 'painted', time)
redis.call('ZADD', 'due', time + lease, id)
redis.call('EXPIRE', key, ttl)
return {'decided', redis.call('HINCRBY', key, 'fence', 1)}
