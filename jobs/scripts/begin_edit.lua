-- Somebody is about to edit a job's status message, which is not the last word. ARGV: id, state that the job must be
-- in, fence ("": any), key of the edit's mark, milliseconds that the edit may take. Returns 1, or 0: not now.
local id, state, fence, mark, span = unpack(ARGV)
if field(id, 'state') ~= state or (fence ~= '' and field(id, 'fence') ~= fence) then return 0 end
redis.call('SET', mark, 1, 'PX', span)
return 1
