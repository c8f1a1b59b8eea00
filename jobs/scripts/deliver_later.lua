-- Telegram refused for now. ARGV: id, fence, seconds. Returns how often it was tried, or 0: not the caller's.
local id, fence, delay = unpack(ARGV)
if not owned(id, fence, 'delivering') then return 0 end
redis.call('HSET', 'job:' .. id, 'lease_until', now())
redis.call('ZADD', 'due', now() + tonumber(delay), id)
return redis.call('HINCRBY', 'job:' .. id, 'refused', 1)
