-- Add a sample to the decayed sums of a line y = a + b x. ARGV: key, x, y, decay (weight of all that came before).
local key, x, y, decay = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function add(name, value)
  redis.call('HSET', key, name, tostring(tonumber(redis.call('HGET', key, name) or '0') * decay + value))
end
add('n', 1)
add('x', x)
add('y', y)
add('xx', x * x)
add('xy', x * y)
redis.call('HINCRBY', key, 'samples', 1)
