## What can be done with a result
