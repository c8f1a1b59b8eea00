-- A painting worker says that it lives. ARGV: id, fence, lease seconds, progress (0 to 1, or empty).
-- Returns ok, cancel: the person wants it stopped, keep: stopped where it is and delivered, late: past its deadline,
-- or lost: somebody else has it.
local id, fence, lease, progress = unpack(ARGV)
if not owned(id, fence, 'running') then return 'lost' end
local time, deadline = now(), tonumber(field(id, 'deadline'))
if time >= deadline then return 'late' end
redis.call('ZADD', 'due', math.min(time + tonumber(lease), deadline), id)
if progress ~= '' then redis.call('HSET', 'job:' .. id, 'progress', progress) end
local wish = field(id, 'cancel')
return wish == 'keep' and 'keep' or wish and 'cancel' or 'ok'
