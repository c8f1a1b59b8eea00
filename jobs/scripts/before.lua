-- The same was painted for this person before: write a record that is delivered at once. ARGV: id, job, version, lane,
-- person, needs (words), allowed seconds, jobs that the person may have in hand, result, what Telegram calls the
-- picture, lease seconds, seconds that the job is listed as the person's, its method.
-- Returns the fence to deliver under; 0: it was here before and is no longer to be delivered by the caller.
local id, job, version, lane, person, needs, allowed, limit, result, file_id, lease, listed, method =
  unpack(ARGV)
local key, time = 'job:' .. id, now()
if redis.call('EXISTS', key) == 1 then
  local ours = field(id, 'before') and field(id, 'state') == 'delivering'
  return ours and tonumber(field(id, 'fence')) or 0
end
redis.call('HSET', key, 'job', job, 'version', version, 'lane', lane, 'person', person, 'needs', needs,
  'state', 'held', 'allowed', allowed, 'limit', limit, 'created', time, 'started', time, 'fence', 1, 'attempts', 0,
  'result', result, 'delivered', file_id, 'before', 1, 'method', method)
redis.call('SADD', 'hand:of:' .. person, id)
redis.call('EXPIRE', 'hand:of:' .. person, listed)
conclude(id, 'done', tonumber(lease))
return 1
