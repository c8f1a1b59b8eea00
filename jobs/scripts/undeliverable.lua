-- The result cannot be delivered: the outcome becomes failed. ARGV: id, fence, reason.
-- Returns 1, or 0: not the caller's.
local id, fence, reason = unpack(ARGV)
if not owned(id, fence, 'delivering') then return 0 end
redis.call('HSET', 'job:' .. id, 'outcome', 'failed', 'reason', reason)
give_back(id, 'failed')
return 1
