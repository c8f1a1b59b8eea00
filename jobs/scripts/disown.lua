-- A person wants one picture out of what is remembered. ARGV: person, id. Returns how many notes went.
local person, id = unpack(ARGV)
local history, same, gone = 'history:' .. person, 'same:' .. person, 0
for _, old in ipairs(redis.call('LRANGE', history, 0, -1)) do
  if string.sub(old, 1, #id + 1) == id .. ' ' then gone = gone + redis.call('LREM', history, 0, old) end
end
local all = redis.call('HGETALL', same)
for i = 1, #all, 2 do
  if string.find(all[i + 1], '^%d+ ' .. id .. ' ') then gone = gone + redis.call('HDEL', same, all[i]) end
end
return gone
