"""What is filled in at the desk. Forms check the shape of what is typed; rules and writing belong to the actions."""
