-- Write a new job's record and put it into the queue. ARGV: id, job, version, lane, person, needs (words), allowed
-- seconds, jobs that the person may have in hand, and held, jobs that may wait in the lane, seconds that the job is
-- listed as the person's, its method, jobs that the person may order in the lane on a day (0: any number), the payment
-- that it is bought with beyond that ('': none), seconds that a payment and figures are kept.
-- Returns queued, held, refused, full, spent: none is left of the day, or known: it was here before.
local id, job, version, lane, person, needs, allowed, limit, most_held, most, listed, method, daily, payment, kept =
  unpack(ARGV)
if redis.call('EXISTS', 'job:' .. id) == 1 then return 'known' end
local quota = 'quota:' .. person .. ':' .. lane .. ':' .. today()
local bought = payment ~= ''
if not bought and spent(quota, tonumber(daily)) then return 'spent' end
local fate = outlook(lane, person, tonumber(limit), tonumber(most_held), tonumber(most))
if fate == 'refused' or fate == 'full' then return fate end
redis.call('HSET', 'job:' .. id, 'job', job, 'version', version, 'lane', lane, 'person', person, 'needs', needs,
  'state', 'held', 'allowed', allowed, 'limit', limit, 'created', now(), 'fence', 0, 'attempts', 0, 'method', method)
redis.call('SADD', 'hand:of:' .. person, id)
redis.call('EXPIRE', 'hand:of:' .. person, listed)
if bought then
  redis.call('SET', 'paid:' .. id, payment, 'EX', kept)
elseif tonumber(daily) > 0 then
  redis.call('INCR', quota)
  redis.call('EXPIRE', quota, 172800)
  redis.call('HSET', 'job:' .. id, 'quota', quota)
end
count('ordered ' .. lane, kept)
redis.call('PFADD', 'counts:' .. today() .. ':people', person)
redis.call('EXPIRE', 'counts:' .. today() .. ':people', kept)
if fate == 'held' then
  redis.call('RPUSH', 'held:' .. lane .. ':' .. person, id)
else
  redis.call('SADD', 'hand:' .. lane .. ':' .. person, id)
  enter(id, false)
end
return fate
