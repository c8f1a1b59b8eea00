-- A person wants everything gone. ARGV: person, then the lanes. Deletes the records of their jobs that are over; those
-- that are not go a minute after they are. Forgets when they were served last. Returns the ids of all their jobs.
local person = ARGV[1]
local ids = redis.call('SMEMBERS', 'hand:of:' .. person)
for _, id in ipairs(ids) do
  local state = field(id, 'state')
  if state and state ~= 'done' and state ~= 'failed' and state ~= 'cancelled' and state ~= 'stopped' then
    redis.call('HSET', 'job:' .. id, 'forget', 1)
  else
    redis.call('DEL', 'job:' .. id)
    redis.call('SREM', 'hand:of:' .. person, id)
  end
end
for i = 2, #ARGV do
  redis.call('ZREM', 'served:' .. ARGV[i], person)
end
return ids
