-- A delivery is put off. ARGV: id, fence, seconds, counts (1: Telegram refused it for now).
-- Returns how often it was refused, or -1: not the caller's.
local id, fence, delay, counts = unpack(ARGV)
if not owned(id, fence, 'delivering') then return -1 end
redis.call('HSET', 'job:' .. id, 'lease_until', now())
redis.call('ZADD', 'due', now() + tonumber(delay), id)
return redis.call('HINCRBY', 'job:' .. id, 'refused', tonumber(counts))
