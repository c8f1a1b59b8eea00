-- A worker gives a running job back. ARGV: id, fence, counts (1: as a failed attempt), most attempts, reason.
-- Returns queued, failed: it was tried often enough, or lost.
local id, fence, counts, most, reason = unpack(ARGV)
if not owned(id, fence, 'running') then return 'lost' end
if counts == '1' and tonumber(field(id, 'attempts')) >= tonumber(most) then
  redis.call('HSET', 'job:' .. id, 'reason', reason)
  redis.call('HINCRBY', 'job:' .. id, 'fence', 1)
  conclude(id, 'failed', 0)
  return 'failed'
end
if counts ~= '1' then redis.call('HINCRBY', 'job:' .. id, 'attempts', -1) end
requeue(id)
return 'queued'
