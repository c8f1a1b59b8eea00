-- The person has been told. ARGV: id, fence, seconds to keep the record. Returns 1, or 0: not the caller's.
local id, fence, ttl = unpack(ARGV)
if not owned(id, fence, 'delivering') then return 0 end
redis.call('HSET', 'job:' .. id, 'state', field(id, 'outcome'), 'finished', now())
redis.call('ZREM', 'due', id)
redis.call('EXPIRE', 'job:' .. id, ttl)
return 1
