-- What was painted before can no longer be had: paint it after all. ARGV: id, fence.
-- Returns 1, or 0: it is not such a job, or not the caller's.
local id, fence = unpack(ARGV)
local key = 'job:' .. id
if not owned(id, fence, 'delivering') or not field(id, 'before') then return 0 end
redis.call('HDEL', key, 'before', 'outcome', 'result', 'delivered', 'started', 'painted', 'lease_until')
redis.call('HINCRBY', key, 'fence', 1)
redis.call('ZREM', 'due', id)
redis.call('SADD', 'hand:' .. field(id, 'lane') .. ':' .. field(id, 'person'), id)
enter(id, false)
return 1
