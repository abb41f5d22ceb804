"""What the doctor looks at, one module an area; a check tells what it finds as it finds it and changes nothing."""
