-- Somebody wants to deliver a job whose last delivery attempt is over. ARGV: id, lease seconds, newest version that
-- the caller can read. Returns the fence, or nothing: it is delivered, or somebody is at it, or somebody newer must.
local id, lease, version = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local time = now()
if field(id, 'state') ~= 'delivering' or tonumber(field(id, 'lease_until')) > time then return false end
if version_of(id) > version then return false end
redis.call('HSET', 'job:' .. id, 'lease_until', time + lease)
redis.call('ZADD', 'due', time + lease, id)
return redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
