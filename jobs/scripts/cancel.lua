-- A person presses Cancel. ARGV: id, person, lease seconds. Returns {what, fence}: gone, not_yours, too_late,
-- stopping: the worker will see it, or cancelled: the caller tells the person, under that fence.
local id, person, lease = unpack(ARGV)
local state = field(id, 'state')
if not state then return {'gone', 0} end
if field(id, 'person') ~= person then return {'not_yours', 0} end
if state == 'running' then
  redis.call('HSET', 'job:' .. id, 'cancel', 1)
  return {'stopping', 0}
end
if state == 'queued' then
  leave(id)
elseif state == 'held' then
  redis.call('LREM', 'held:' .. field(id, 'lane') .. ':' .. person, 1, id)
else
  return {'too_late', 0}
end
local fence = redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
conclude(id, 'cancelled', tonumber(lease))
return {'cancelled', fence}
