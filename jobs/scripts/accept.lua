-- Write a new job's record and put it into the queue. ARGV: id, job, version, lane, person, needs (words), allowed
-- seconds, jobs that the person may have in hand, and held, jobs that may wait in the lane.
-- Returns queued, held, refused, full, or known: it was here before.
local id, job, version, lane, person, needs, allowed, limit, most_held, most = unpack(ARGV)
if redis.call('EXISTS', 'job:' .. id) == 1 then return 'known' end
local fate = outlook(lane, person, tonumber(limit), tonumber(most_held), tonumber(most))
if fate == 'refused' or fate == 'full' then return fate end
redis.call('HSET', 'job:' .. id, 'job', job, 'version', version, 'lane', lane, 'person', person, 'needs', needs,
  'state', 'held', 'allowed', allowed, 'limit', limit, 'created', now(), 'fence', 0, 'attempts', 0)
if fate == 'held' then
  redis.call('RPUSH', 'held:' .. lane .. ':' .. person, id)
else
  redis.call('SADD', 'hand:' .. lane .. ':' .. person, id)
  enter(id, false)
end
return fate
