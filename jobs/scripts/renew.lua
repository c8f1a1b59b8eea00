-- A painting worker says that it lives. ARGV: id, fence, lease seconds, progress (0 to 1, or empty).
-- Returns ok, cancel: the person wants it stopped, keep: stopped where it is and delivered, ask: stopped, and the
-- person asked whether to keep it, late: past its deadline, or lost: somebody else has it.
local id, fence, lease, progress = unpack(ARGV)
if not owned(id, fence, 'running') then return 'lost' end
local time, deadline = now(), tonumber(field(id, 'deadline'))
if time >= deadline then return 'late' end
redis.call('ZADD', 'due', math.min(time + tonumber(lease), deadline), id)
if progress ~= '' then redis.call('HSET', 'job:' .. id, 'progress', progress) end
local wish = field(id, 'cancel')
if wish == 'keep' or wish == 'ask' then return wish end
return wish and 'cancel' or 'ok'
