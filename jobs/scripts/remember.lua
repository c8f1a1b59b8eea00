-- A person's picture was brought: remember it, once for each job. ARGV: person, id, text, pictures that are kept,
-- seconds to keep them, digest of the request (empty: it is never the same), requests that are kept, seconds to keep
-- them. Returns 1, or 0: it is there already.
local person, id, text, most, ttl, digest, most_same, same_ttl = unpack(ARGV)
-- They wanted everything gone while it was painted.
if field(id, 'forget') then return 0 end
local history, same = 'history:' .. person, 'same:' .. person
local known = false
for _, old in ipairs(redis.call('LRANGE', history, 0, -1)) do
  if string.sub(old, 1, #id + 1) == id .. ' ' then known = true end
end
if not known then
  redis.call('LPUSH', history, id .. ' ' .. text)
  redis.call('LTRIM', history, 0, tonumber(most) - 1)
  redis.call('EXPIRE', history, ttl)
end
if digest == '' then return known and 0 or 1 end
if redis.call('HEXISTS', same, digest) == 1 then
  local old = redis.call('HGET', same, digest)
  if string.find(old, '^%d+ ' .. id .. ' ') then return 0 end -- as it was, with its date
end
-- Each begins with when it was noted: the oldest goes where there are too many.
local time, all, oldest, when = now(), redis.call('HGETALL', same), nil, nil
for i = 1, #all, 2 do
  local at = tonumber(string.match(all[i + 1], '^%d+') or '0')
  if time - at > tonumber(same_ttl) then
    redis.call('HDEL', same, all[i])
  elseif not when or at < when then
    oldest, when = all[i], at
  end
end
if #all / 2 >= tonumber(most_same) and oldest then redis.call('HDEL', same, oldest) end
redis.call('HSET', same, digest, string.format('%d ', time) .. id .. ' ' .. text)
redis.call('EXPIRE', same, same_ttl)
return known and 0 or 1
