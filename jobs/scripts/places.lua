-- Where do all queued jobs of a lane stand? ARGV: lane. Returns {id, the place that its status message shows (0: none
-- yet), seconds since 1970 at which that was shown} of each, in the order in which round robin serves them.
local lane = ARGV[1]
local people, order = redis.call('ZRANGE', 'people:' .. lane, 0, -1, 'WITHSCORES'), {}
for i = 1, #people, 2 do
  local turn = tonumber(people[i + 1])
  for at, id in ipairs(redis.call('LRANGE', 'queue:' .. lane .. ':' .. people[i], 0, -1)) do
    order[#order + 1] = {turn + at, people[i], id}
  end
end
table.sort(order, function(a, b) return a[1] < b[1] or (a[1] == b[1] and a[2] < b[2]) end)
for place, one in ipairs(order) do
  local shown, at = unpack(redis.call('HMGET', 'job:' .. one[3], 'shown', 'shown_at'))
  order[place] = {one[3], tonumber(shown or '0'), at or '0'}
end
return order
