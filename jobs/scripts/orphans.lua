-- Give up the jobs of a lane that no present worker can paint, once that has been so for long.
-- ARGV: lane, seconds of patience, reason, seconds until an unheard delivery is due again, then what the present
-- workers can paint. Returns the ids given up.
local lane, patience, reason, again = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local able, time, gone = {}, now(), {}
for i = 5, #ARGV do able[ARGV[i]] = true end
for _, id in ipairs(redis.call('ZRANGE', 'waiting:' .. lane, 0, -1)) do
  local key = 'job:' .. id
  if can(able, id) then
    redis.call('HDEL', key, 'lacking')
  else
    redis.call('HSETNX', key, 'lacking', time)
    if time - tonumber(field(id, 'lacking')) >= patience then
      leave(id)
      redis.call('HSET', key, 'reason', reason)
      redis.call('HINCRBY', key, 'fence', 1)
      conclude(id, 'failed', 0)
      redis.call('ZADD', 'due', time + again, id)
      table.insert(gone, id)
    end
  end
end
return gone
