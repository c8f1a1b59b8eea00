-- A worker is through with its job and begins to deliver. ARGV: id, fence, outcome, reason, result, lease seconds.
-- Returns 1, or 0: somebody else has the job, throw the result away.
local id, fence, outcome, reason, result, lease = unpack(ARGV)
if not owned(id, fence, 'running') then return 0 end
redis.call('HSET', 'job:' .. id, 'reason', reason, 'result', result)
conclude(id, outcome, tonumber(lease))
return 1
