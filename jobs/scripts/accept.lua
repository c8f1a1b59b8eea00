-- Write a new job's record and put it into the queue. ARGV: id, job, lane, person, needs, allowed seconds,
-- jobs that the person may have in hand, and held. Returns queued, held, refused, or known: it was here before.
local id, job, lane, person, needs, allowed, limit, most_held = unpack(ARGV)
if redis.call('EXISTS', 'job:' .. id) == 1 then return 'known' end
local hand, held = 'hand:' .. lane .. ':' .. person, 'held:' .. lane .. ':' .. person
local full = redis.call('SCARD', hand) >= tonumber(limit)
if full and redis.call('LLEN', held) >= tonumber(most_held) then return 'refused' end
redis.call('HSET', 'job:' .. id, 'job', job, 'lane', lane, 'person', person, 'needs', needs, 'state', 'held',
  'allowed', allowed, 'limit', limit, 'created', now(), 'fence', 0, 'attempts', 0)
if full then
  redis.call('RPUSH', held, id)
  return 'held'
end
redis.call('SADD', hand, id)
enter(id, false)
return 'queued'
