-- A person presses Cancel, or Stop and keep. ARGV: id, person, drop, keep or ask (whether to keep what is painted),
-- lease seconds.
-- Returns {what, fence}: gone, not_yours, too_late, stopping: the worker will see it, not_begun: nothing can be kept
-- yet, or cancelled: the caller tells the person, under that fence.
local id, person, wish, lease = unpack(ARGV)
local state = field(id, 'state')
if not state then return {'gone', 0} end
if field(id, 'person') ~= person then return {'not_yours', 0} end
if state == 'running' then
  -- Who wants it dropped is not overruled by an older press.
  if field(id, 'cancel') ~= 'drop' then redis.call('HSET', 'job:' .. id, 'cancel', wish) end
  return {'stopping', 0}
end
if state ~= 'queued' and state ~= 'held' and state ~= 'postponed' then return {'too_late', 0} end
if wish == 'keep' then return {'not_begun', 0} end
if state == 'queued' then
  leave(id)
elseif state == 'held' then
  redis.call('LREM', 'held:' .. field(id, 'lane') .. ':' .. person, 1, id)
end
local fence = redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
conclude(id, 'cancelled', tonumber(lease))
return {'cancelled', fence}
