-- What would become of a new job? ARGV: lane, person, jobs that the person may have in hand, and held, jobs that
-- may wait in the lane. Returns queued, held, refused or full.
local lane, person, limit, most_held, most = unpack(ARGV)
return outlook(lane, person, tonumber(limit), tonumber(most_held), tonumber(most))
