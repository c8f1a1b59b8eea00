## The operator, limits and payments
