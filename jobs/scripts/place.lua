-- Where does a queued job stand? ARGV: id. Returns {place from 1, all that wait}, or nothing: it does not wait.
-- The place counts the jobs that round robin would serve earlier.
local id = ARGV[1]
if field(id, 'state') ~= 'queued' then return false end
local lane, person = field(id, 'lane'), field(id, 'person')
local line, people = 'queue:' .. lane .. ':', 'people:' .. lane
local ahead = redis.call('LPOS', line .. person, id)
local turn = tonumber(redis.call('ZSCORE', people, person)) + ahead
local others = redis.call('ZRANGE', people, 0, -1, 'WITHSCORES')
for i = 1, #others, 2 do
  local other, start = others[i], tonumber(others[i + 1])
  if other ~= person and start <= turn then
    -- Turns are whole numbers; of two equal ones the person who sorts first is served first.
    local earlier = turn - start + (other < person and 1 or 0)
    ahead = ahead + math.min(earlier, redis.call('LLEN', line .. other))
  end
end
return {ahead + 1, redis.call('ZCARD', 'waiting:' .. lane)}
