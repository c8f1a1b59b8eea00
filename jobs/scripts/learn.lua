-- Add a sample to the decayed sums of a line y = a + b x. ARGV: key, x, y, how much it counts, decay (what all that
-- came before keeps).
local key, x, y, weight, decay = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
-- Sums from before samples were weighted say nothing here.
if redis.call('HEXISTS', key, 'yy') == 0 then redis.call('DEL', key) end
local function add(name, value)
  local before = tonumber(redis.call('HGET', key, name) or '0')
  redis.call('HSET', key, name, string.format('%.17g', before * decay + weight * value))
end
add('w', 1)
add('x', x)
add('y', y)
add('xx', x * x)
add('xy', x * y)
add('yy', y * y)
redis.call('HINCRBY', key, 'samples', 1)
